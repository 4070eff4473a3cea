import { X } from 'lucide-react';
import { useWords } from '../../app/words/index.ts';
import { IconButton, ProgressBar } from '../../ui/index.ts';
import type { UploadItem } from '../films/use-uploads.ts';

/** Files on their way with how far they are, and refused ones with the reason until it is dismissed. */
export function UploadLines({ items, onDismiss }: { items: readonly UploadItem[]; onDismiss: (key: string) => void }) {
  const t = useWords();
  if (items.length === 0) return null;
  return (
    <div className="upload-lines">
      {items.map((item) => (
        <p key={item.key} className="upload-line small" role={item.refusal ? 'alert' : undefined}>
          <bdi className="strong cut">{item.name}</bdi>
          {item.refusal ? (
            <>
              <bdi className="grow">{item.refusal}</bdi>
              <IconButton size="dense" icon={X} label={t('do.dismiss')} onClick={() => onDismiss(item.key)} />
            </>
          ) : (
            <span className="grow">
              <ProgressBar value={item.sent} label={item.name} />
            </span>
          )}
        </p>
      ))}
    </div>
  );
}
