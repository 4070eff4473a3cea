import { FONT_SHELF, type Script } from '@kinora/media-core';
import { Trash2, Type } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type Asset, type Brand, call, type KitFont } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, IconButton, Select, TextInput, toastProblem } from '../../ui/index.ts';
import { useUploads } from '../films/use-uploads.ts';
import { OneUpload } from './one-upload.tsx';
import type { ChangeKit } from './use-kit.ts';
import { useRemoveFile } from './use-remove-file.ts';

const ROLES = ['display', 'text'] as const;
const SCRIPTS: readonly Script[] = ['latin', 'hebrew', 'arabic'];
const SAMPLES: Readonly<Record<Script, string>> = { latin: 'Aa Bb 123', hebrew: 'אבג דה 123', arabic: 'أبجد هوز' };

type Parts = { kit: Brand; change: ChangeKit; replace: (brand: Brand) => void; isHeld: boolean };

/** Headlines and small text, each with its companion in Hebrew and Arabic; own fonts with the owner's note on the licence. */
export function KitFonts({ kit, change, replace, isHeld }: Parts) {
  const t = useWords();
  const remove = useRemoveFile({ kit, replace });
  const set = (role: (typeof ROLES)[number], script: Script, font: KitFont | null) =>
    change({ fonts: { ...kit.fonts, [role]: { ...kit.fonts[role], [script]: font } } }, `font ${role} ${script}`);
  return (
    <>
      <div className="fonts">
        {ROLES.map((role) => (
          <fieldset key={role} className="font-role">
            <legend className="label">{t(`kit.font.${role}`)}</legend>
            {SCRIPTS.map((script) => (
              <Field key={script} label={t(`kit.script.${script}`)}>
                <Select
                  disabled={isHeld}
                  value={toValue(kit.fonts[role][script])}
                  onChange={(event) => set(role, script, fromValue(event.target.value))}
                >
                  <option value="">{t('kit.fontEngine')}</option>
                  <OwnFonts kit={kit} script={script} label={t('kit.fontOwn')} />
                  <optgroup label={t('kit.fontShelf')}>
                    {FONT_SHELF.filter(({ scripts }) => scripts.includes(script)).map(({ family }) => (
                      <option key={family} value={`shelf:${family}`}>
                        {family}
                      </option>
                    ))}
                  </optgroup>
                </Select>
              </Field>
            ))}
          </fieldset>
        ))}
      </div>
      <ul className="own-fonts">
        {kit.files
          .filter((file) => file.kind === 'font')
          .map((file) => (
            <OwnFont key={file.id} file={file} isHeld={isHeld} onRemove={() => remove(file)} />
          ))}
      </ul>
      {isHeld ? null : <FontForm brandId={kit.id} replace={replace} />}
    </>
  );
}

function OwnFonts({ kit, script, label }: { kit: Brand; script: Script; label: string }) {
  const own = kit.files.filter((file) => file.kind === 'font' && file.scripts.includes(script));
  if (own.length === 0) return null;
  return (
    <optgroup label={label}>
      {own.map((file) => (
        <option key={file.id} value={`file:${file.id}`}>
          {file.name}
        </option>
      ))}
    </optgroup>
  );
}

function toValue(font: KitFont | null): string {
  if (!font) return '';
  return font.kind === 'shelf' ? `shelf:${font.family}` : `file:${font.fileId}`;
}

function fromValue(value: string): KitFont | null {
  if (value === '') return null;
  const name = value.slice(value.indexOf(':') + 1);
  return value.startsWith('shelf:') ? { kind: 'shelf', family: name } : { kind: 'file', fileId: name };
}

type OwnFile = Brand['files'][number];

function OwnFont({ file, isHeld, onRemove }: { file: OwnFile; isHeld: boolean; onRemove: () => void }) {
  const t = useWords();
  const family = useOwnFamily(file);
  return (
    <li className="own-font">
      <span className="own-font-sample" style={family ? { fontFamily: `"${family}"` } : undefined} aria-hidden="true">
        {SAMPLES[file.scripts[0] ?? 'latin']}
      </span>
      <span className="own-font-facts">
        <bdi className="strong cut">{file.name}</bdi>
        <span className="small text-3">{file.scripts.map((script) => t(`kit.script.${script}`)).join(' · ')}</span>
        <bdi className="small text-2">{file.licence}</bdi>
      </span>
      {isHeld ? null : <IconButton icon={Trash2} label={t('kit.remove', { what: file.name })} onClick={onRemove} />}
    </li>
  );
}

/** The font itself, under a name of its own; undefined until the browser has taken it. */
function useOwnFamily({ id, url }: OwnFile): string | undefined {
  const [family, setFamily] = useState<string>();
  useEffect(() => {
    if (!url) return;
    const face = new FontFace(`own-${id}`, `url(${JSON.stringify(url)})`);
    let isWanted = true;
    face
      .load()
      .then((loaded) => {
        document.fonts.add(loaded);
        if (isWanted) setFamily(face.family);
      })
      // Browsers are stricter than the engine with some fonts: the name is shown without a sample then.
      .catch(() => undefined);
    return () => {
      isWanted = false;
      document.fonts.delete(face);
    };
  }, [id, url]);
  return family;
}

/** The licence is asked for before the font stands in the kit: who uses it has to be able to look it up. */
function FontForm({ brandId, replace }: { brandId: string; replace: (brand: Brand) => void }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [asset, setAsset] = useState<Asset>();
  const [licence, setLicence] = useState('');
  const uploads = useUploads(setAsset);
  const add = async () => {
    if (!asset) return;
    replace(
      await call('addBrandFile', { params: { id: brandId }, body: { kind: 'font', assetId: asset.id, licence } }),
    );
    setAsset(undefined);
    setLicence('');
  };
  return (
    <div className="font-form">
      {asset ? (
        <form
          className="row row-wrap"
          onSubmit={(event) => {
            event.preventDefault();
            void add().catch(toastProblem);
          }}
        >
          <div className="grow">
            <Field label={t('kit.licence', { font: asset.name })} help={t('kit.licenceHelp')}>
              <TextInput
                dir="auto"
                required
                maxLength={400}
                value={licence}
                onChange={(event) => setLicence(event.target.value)}
              />
            </Field>
          </div>
          <Button type="submit" disabled={licence.trim() === ''}>
            {t('kit.addFont')}
          </Button>
        </form>
      ) : (
        <Button icon={Type} onClick={() => input.current?.click()}>
          {t('kit.uploadFont')}
        </Button>
      )}
      <OneUpload ref={input} accept=".ttf,.otf,.woff2" label={t('kit.uploadFont')} uploads={uploads} />
    </div>
  );
}
