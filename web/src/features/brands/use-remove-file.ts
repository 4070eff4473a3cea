import { type Brand, call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';
import { chosenAgain } from './chosen-again.ts';

type File = Brand['files'][number];

/** Takes a badge or font out of the kit; Undo brings it back, with its note, and into the places where it was chosen. */
export function useRemoveFile({ kit, replace }: { kit: Brand; replace: (brand: Brand) => void }) {
  const t = useWords();
  const remove = async (file: File) => {
    replace(await call('deleteBrandFile', { params: { id: kit.id, fileId: file.id } }));
    showToast({
      text: t('kit.removed', { what: file.name }),
      undo: () => void putBack(kit, file).then(replace).catch(toastProblem),
    });
  };
  return (file: File) => void remove(file).catch(toastProblem);
}

async function putBack(before: Brand, file: File): Promise<Brand> {
  const params = { id: before.id };
  const { assetId, onDarkAssetId, name, licence } = file;
  const added = await call('addBrandFile', {
    params,
    body:
      file.kind === 'badge'
        ? { kind: 'badge', assetId, onDarkAssetId, name }
        : { kind: 'font', assetId, name, licence: licence ?? '' },
  });
  const isKnown = (id: string) => before.files.some((one) => one.id === id);
  const back = added.files.find((one) => one.assetId === assetId && !isKnown(one.id));
  if (!back) return added;
  const change = chosenAgain(added, before, { from: file.id, to: back.id });
  return Object.keys(change).length === 0 ? added : call('updateBrand', { params, body: change });
}
