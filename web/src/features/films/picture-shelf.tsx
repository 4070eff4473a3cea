import { ImagePlus, Images, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Asset } from '../../api/index.ts';
import { useSaid, useWords } from '../../app/words/index.ts';
import { Button, FileInput, Icon, later, ProgressBar } from '../../ui/index.ts';
import { AssetStill } from '../assets/asset-still.tsx';
import { type DraftPicture, PICTURES_MAX } from './draft.ts';
import type { UploadItem } from './use-uploads.ts';

const ACCEPT = 'image/*,video/mp4,video/quicktime,video/webm,.heic,.heif,.avif,.glb,model/gltf-binary';

/** What a film can show; sounds and papers are of no use to it. */
const KINDS = ['image', 'video', 'vector'] as const;

const AssetPicker = later(async () => (await import('../assets/asset-picker.tsx')).AssetPicker);

/** The photographs in the person's order, those on their way, and those refused with the reason. */
export function PictureShelf({
  pictures,
  items,
  onAdd,
  onChoose,
  onRemove,
  onDismiss,
}: {
  pictures: DraftPicture[];
  items: UploadItem[];
  onAdd: (files: File[]) => void;
  /** Files that are in the library already. Without it only new ones come in. */
  onChoose?: (assets: Asset[]) => void;
  onRemove: (id: string) => void;
  onDismiss: (key: string) => void;
}) {
  const t = useWords();
  const said = useSaid();
  const input = useRef<HTMLInputElement>(null);
  const [isChoosing, setChoosing] = useState(false);
  return (
    <div className="column">
      <ul className="shelf">
        {pictures.map((picture) => (
          <li
            key={picture.id}
            className="shelf-tile"
            style={{ backgroundColor: picture.placeholderColour ?? undefined }}
          >
            <AssetStill asset={picture} />
            <button
              type="button"
              className="shelf-remove"
              aria-label={t('film.removePicture', { name: picture.name })}
              onClick={() => onRemove(picture.id)}
            >
              <Icon of={X} />
            </button>
          </li>
        ))}
        {items
          .filter(({ refusal }) => refusal === undefined)
          .map((item) => (
            <li key={item.key} className="shelf-tile shelf-coming">
              <span className="cut small text-3" dir="auto">
                {item.name}
              </span>
              <ProgressBar isOverMedia value={item.sent} label={item.name} />
            </li>
          ))}
        {pictures.length < PICTURES_MAX ? (
          <li>
            <button type="button" className="shelf-add frame" onClick={() => input.current?.click()}>
              <Icon of={ImagePlus} />
              <span className="small">{t('film.addPictures')}</span>
            </button>
          </li>
        ) : null}
        {onChoose && pictures.length < PICTURES_MAX ? (
          <li>
            <button type="button" className="shelf-add frame" onClick={() => setChoosing(true)}>
              <Icon of={Images} />
              <span className="small">{t('picker.fromLibrary')}</span>
            </button>
          </li>
        ) : null}
      </ul>
      {isChoosing && onChoose ? (
        <AssetPicker
          title={t('picker.pictures')}
          kinds={KINDS}
          most={PICTURES_MAX - pictures.length}
          takenIds={pictures.map(({ id }) => id)}
          onChoose={onChoose}
          onClose={() => setChoosing(false)}
        />
      ) : null}
      <FileInput ref={input} isMany accept={ACCEPT} label={t('film.addPictures')} onFiles={onAdd} />
      {pictures
        .flatMap(({ id, name, notices }) => (notices ?? []).map((notice) => ({ id, name, notice })))
        .map(({ id, name, notice }) => (
          <p key={id + notice} className="small text-2">
            <bdi className="strong">{name}</bdi> <bdi>{said(notice)}</bdi>
          </p>
        ))}
      {items
        .filter(({ refusal }) => refusal !== undefined)
        .map((item) => (
          <p key={item.key} className="shelf-refusal small" role="alert">
            <span className="status status-failed" />
            <span className="grow">
              <bdi className="strong">{item.name}</bdi> <bdi>{item.refusal}</bdi>
            </span>
            <Button look="plain" size="dense" onClick={() => onDismiss(item.key)}>
              {t('do.dismiss')}
            </Button>
          </p>
        ))}
    </div>
  );
}
