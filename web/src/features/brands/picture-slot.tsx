import { ImagePlus, X } from 'lucide-react';
import { useRef } from 'react';
import type { Asset } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Icon, IconButton, ProgressBar } from '../../ui/index.ts';
import { useUploads } from '../films/use-uploads.ts';
import { OneUpload } from './one-upload.tsx';

/** A place for a logo or badge on the ground it is meant for. Drop a file on it or press it. */
export function PictureSlot({
  label,
  ground,
  url,
  isHeld,
  onPicture,
  onRemove,
}: {
  label: string;
  ground: 'light' | 'dark';
  url: string | null;
  isHeld: boolean;
  onPicture: (asset: Asset) => void;
  onRemove?: (() => void) | undefined;
}) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const uploads = useUploads(onPicture);
  const coming = uploads.items[0];
  return (
    <div className="slot">
      <span className={`slot-ground slot-${ground}`}>
        <button
          type="button"
          className="slot-open"
          disabled={isHeld}
          aria-label={url ? t('kit.replace', { what: label }) : t('kit.add', { what: label })}
          onClick={() => input.current?.click()}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            void uploads.add([...event.dataTransfer.files].slice(0, 1));
          }}
        >
          {url ? <img src={url} alt="" /> : <Icon of={ImagePlus} size={20} />}
        </button>
        {url && onRemove && !isHeld ? (
          <IconButton
            className="slot-remove"
            size="dense"
            icon={X}
            label={t('kit.remove', { what: label })}
            onClick={onRemove}
          />
        ) : null}
      </span>
      <span className="small text-2">{label}</span>
      {coming && !coming.refusal ? <ProgressBar value={coming.sent} label={coming.name} /> : null}
      <OneUpload ref={input} accept="image/*,.svg" label={label} uploads={uploads} />
    </div>
  );
}
