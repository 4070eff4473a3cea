import { AudioLines, Box } from 'lucide-react';
import { useState } from 'react';
import type { Asset } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Icon } from '../../ui/index.ts';
import { AssetStill } from '../assets/asset-still.tsx';
import type { GalleryItem } from './gallery-media.ts';
import { MODEL_MEDIA_TYPE } from './roles.ts';

/** What a dragged file of a gallery is called among the kinds of a drag; not `Files`, which the whole page takes. */
export const MEDIA_DRAG = 'application/x-kinora-media';

/** One file of the gallery with its role; pressed, it opens beside the gallery. */
export function GalleryTile({
  item,
  place,
  name,
  isSelected,
  isCarried,
  canWrite,
  onSelect,
  onDropped,
}: {
  item: GalleryItem;
  place: number;
  name: string;
  isSelected: boolean;
  isCarried: boolean;
  canWrite: boolean;
  onSelect: () => void;
  onDropped: (mediaId: string) => void;
}) {
  const t = useWords();
  const [isOver, setOver] = useState(false);
  const role = t(`media.role.${item.role}`);
  const className = [
    'gallery-tile',
    item.role === 'hero' ? 'gallery-hero' : '',
    item.isInherited ? 'gallery-inherited' : '',
    isCarried ? 'gallery-carried' : '',
    isOver ? 'gallery-over' : '',
  ].join(' ');
  return (
    <li
      className={className}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(MEDIA_DRAG) || !canWrite) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const id = event.dataTransfer.getData(MEDIA_DRAG);
        if (id !== '' && id !== item.id) onDropped(id);
      }}
    >
      <button
        type="button"
        className="gallery-open"
        data-media={item.id}
        aria-pressed={isSelected}
        aria-label={t('media.tile', { role, place: place + 1, words: item.altText || name })}
        draggable={canWrite}
        onDragStart={(event) => event.dataTransfer.setData(MEDIA_DRAG, item.id)}
        onClick={onSelect}
      >
        <span className="media product-hero">
          <MediaStill asset={item.asset} />
          <span className="over over-start">
            {role}
            {item.isInherited ? <span>· {t('media.inherited')}</span> : null}
          </span>
        </span>
      </button>
    </li>
  );
}

/** Sounds have no picture: a sign says what they are. */
export function MediaStill({ asset }: { asset: Asset }) {
  // A model that was taken in has a picture drawn of it; one that came before that has none.
  if (asset.kind === 'audio' || (asset.mediaType === MODEL_MEDIA_TYPE && !asset.thumbnailUrl))
    return (
      <span className="drop-sign">
        <Icon of={asset.kind === 'audio' ? AudioLines : Box} size={24} />
      </span>
    );
  return <AssetStill asset={asset} />;
}
