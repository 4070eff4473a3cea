import { X } from 'lucide-react';
import { createPortal } from 'react-dom';
import { useWords } from '../app/words/index.ts';
import { Button, IconButton } from './button.tsx';
import { hideToast, useToasts } from './toast-store.ts';

export function Toasts() {
  const t = useWords();
  const toasts = useToasts((state) => state.toasts);
  return createPortal(
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast toast-${toast.tone}`}>
          <span dir="auto">{toast.text}</span>
          {toast.undo ? (
            <Button
              look="plain"
              size="dense"
              onClick={() => {
                toast.undo?.();
                hideToast(toast.id);
              }}
            >
              {t('do.undo')}
            </Button>
          ) : null}
          <IconButton icon={X} size="dense" label={t('do.dismiss')} onClick={() => hideToast(toast.id)} />
        </div>
      ))}
    </div>,
    document.body,
  );
}
