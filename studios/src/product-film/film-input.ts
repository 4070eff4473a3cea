import { type FilmInput, filmInput, KinoraError, type ProductFilmInput, type ProductTemplate } from '@kinora/contract';
import type { StudioPorts } from '../ports.ts';
import { BUILT_IN_TEMPLATES } from './templates.ts';

/** The organization's own template where one is named, else the built-in one of that kind. */
export async function findTemplate(ports: StudioPorts, input: ProductFilmInput): Promise<ProductTemplate> {
  if (!input.templateId) return BUILT_IN_TEMPLATES[input.template];
  const own = await ports.films.findTemplate(input.templateId);
  if (own) return own;
  throw new KinoraError('template.unknown', `no template ${input.templateId}`, {
    sentence: 'The template of this film does not exist any more. Choose another one.',
  });
}

/** The form as the project keeps it: with the template as it is now, so that its later changes leave this film alone. */
export function toFilmInput(input: ProductFilmInput, template: ProductTemplate): FilmInput {
  const { title, price, prompt, brandName } = input;
  return filmInput.parse({
    brief: [title, prompt, price].filter((text) => text !== '').join('. ') || template.kind,
    pictures: input.pictures,
    logo: input.logo,
    brandId: input.brandId,
    brandName: brandName || undefined,
    seconds: input.seconds,
    language: input.language,
    voice: 'none',
    music: input.music ?? template.parameters.music,
    ratios: input.ratios,
    fps: input.fps,
    quality: input.quality,
    seed: input.seed,
    projectId: input.projectId,
    product: { template, title, price, prompt },
  });
}
