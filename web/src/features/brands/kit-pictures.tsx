import { Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { type Asset, type Brand, call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, IconButton, TextInput, toastProblem } from '../../ui/index.ts';
import { useUploads } from '../films/use-uploads.ts';
import { OneUpload } from './one-upload.tsx';
import { PictureSlot } from './picture-slot.tsx';
import type { ChangeKit } from './use-kit.ts';
import { useRemoveFile } from './use-remove-file.ts';

type Parts = { kit: Brand; change: ChangeKit; replace: (brand: Brand) => void; isHeld: boolean };

/** The logo for light and for dark pictures: the engine takes the one that is seen. */
export function KitLogos({ kit, change, isHeld }: Parts) {
  const t = useWords();
  return (
    <div className="slots">
      <PictureSlot
        label={t('kit.logoLight')}
        ground="light"
        url={kit.logoUrl}
        isHeld={isHeld}
        onPicture={(asset) => change({ logoAssetId: asset.id })}
        onRemove={() => change({ logoAssetId: null })}
      />
      <PictureSlot
        label={t('kit.logoDark')}
        ground="dark"
        url={kit.logoOnDarkUrl}
        isHeld={isHeld}
        onPicture={(asset) => change({ logoOnDarkAssetId: asset.id })}
        onRemove={() => change({ logoOnDarkAssetId: null })}
      />
    </div>
  );
}

/** Badges: awards, seals, signs. Any of them can be the watermark. */
export function KitBadges({ kit, replace, isHeld }: Parts) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const run = (work: Promise<Brand>) => void work.then(replace).catch(toastProblem);
  const remove = useRemoveFile({ kit, replace });
  const uploads = useUploads((asset) =>
    run(call('addBrandFile', { params: { id: kit.id }, body: { kind: 'badge', assetId: asset.id } })),
  );
  return (
    <>
      <ul className="badges">
        {kit.files
          .filter((file) => file.kind === 'badge')
          .map((file) => {
            const params = { id: kit.id, fileId: file.id };
            const setOnDark = (onDarkAssetId: string | null) =>
              run(call('updateBrandFile', { params, body: { onDarkAssetId: onDarkAssetId as Asset['id'] | null } }));
            return (
              <li key={file.id} className="badge">
                <div className="slots">
                  <PictureSlot
                    label={t('kit.onLight')}
                    ground="light"
                    url={file.url}
                    isHeld
                    onPicture={() => undefined}
                  />
                  <PictureSlot
                    label={t('kit.onDark')}
                    ground="dark"
                    url={file.onDarkUrl}
                    isHeld={isHeld}
                    onPicture={(asset) => setOnDark(asset.id)}
                    onRemove={() => setOnDark(null)}
                  />
                </div>
                <div className="row">
                  <TextInput
                    aria-label={t('kit.badgeName')}
                    dir="auto"
                    maxLength={80}
                    defaultValue={file.name}
                    disabled={isHeld}
                    onBlur={(event) => {
                      const name = event.target.value.trim();
                      if (name && name !== file.name) run(call('updateBrandFile', { params, body: { name } }));
                    }}
                  />
                  {isHeld ? null : (
                    <IconButton
                      icon={Trash2}
                      label={t('kit.remove', { what: file.name })}
                      onClick={() => remove(file)}
                    />
                  )}
                </div>
              </li>
            );
          })}
      </ul>
      {isHeld ? null : (
        <Button icon={Plus} onClick={() => input.current?.click()}>
          {t('kit.addBadge')}
        </Button>
      )}
      <OneUpload ref={input} accept="image/*,.svg" label={t('kit.addBadge')} uploads={uploads} />
    </>
  );
}
