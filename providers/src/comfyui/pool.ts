import type { ComfyFolder, ComfyLook } from '@kinora/contract';
import { chooseFiles } from './choose-files.ts';
import { detectFamily } from './detect.ts';
import { FAMILIES } from './families.ts';

/** What a server can do, as its files tell. */
export type ServerModels = {
  models: { file: string; folder: ComfyFolder; family: string | null; bytes: number | null }[];
  families: {
    id: string;
    title: string;
    capability: (typeof FAMILIES)[number]['capability'];
    loras: number;
    isReady: boolean;
    missing: { file: string; folder: ComfyFolder } | null;
  }[];
  loras: string[];
};

const MODEL_FOLDERS: readonly ComfyFolder[] = ['checkpoints', 'diffusion_models'];

export function readServerModels(look: ComfyLook): ServerModels {
  const models = MODEL_FOLDERS.flatMap((folder) =>
    look.files[folder].map((file) => ({
      file,
      folder,
      family: detectFamily(file)?.family ?? null,
      bytes: look.fileBytes[`${folder}/${file}`] ?? null,
    })),
  );
  const families = FAMILIES.map((family) => {
    const { id, title, capability, loras, pictures } = family;
    const wishes = [pictures.least, ...(family.video ? [1] : [])].map((count) =>
      chooseFiles(family, { pictures: count, isFast: true, loras: [] }, look.files),
    );
    // From words or from a first frame: one of them is enough to be of use.
    const isReady = wishes.some(({ kind }) => kind === 'chosen');
    const [first] = wishes;
    const missing = isReady || first?.kind !== 'missing' ? null : { file: first.file, folder: first.folder };
    return { id, title, capability, loras, isReady, missing };
  });
  return { models, families, loras: [...look.files.loras] };
}
