import { X } from 'lucide-react';
import { createPortal } from 'react-dom';
import { useWords } from '../app/words/index.ts';
import { Button, IconButton } from './button.tsx';
import { hideToast, type Toast, useToasts } from './toast-store.ts';

export function Toasts() {
  const t = useWords();
  const toasts = useToasts((state) => state.toasts);
  return createPortal(
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast toast-${toast.tone}`}>
          <span dir="auto">{toast.text}</span>
          {toast.undo ? <ToastButton toast={toast} label={t('do.undo')} run={toast.undo} /> : null}
          {toast.again ? <ToastButton toast={toast} label={t('do.tryAgain')} run={toast.again} /> : null}
          <IconButton icon={X} size="dense" label={t('do.dismiss')} onClick={() => hideToast(toast.id)} />
        </div>
      ))}
    </div>,
    document.body,
  );
}

function ToastButton({ toast, label, run }: { toast: Toast; label: string; run: () => void }) {
  const press = () => {
    run();
    hideToast(toast.id);
  };
  return (
    <Button look="plain" size="dense" onClick={press}>
      {label}
    </Button>
  );
}
