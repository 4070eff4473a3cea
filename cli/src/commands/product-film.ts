import { randomUUID } from 'node:crypto';
import { type SavedTemplate, templateKind } from '@kinora/contract';
import type { ApiClient } from '../api-client.ts';
import { commandError, usageError } from '../errors.ts';
import { type ProductFilmArguments, parseProductFilmArguments } from '../product-film-arguments.ts';
import type { ProgressReporter } from '../progress.ts';
import { sendFile, uploadPictures } from './film-pictures.ts';
import { makeFilm } from './make-film.ts';

/** `kinora product-film`: a film of one product from a template, with the files and the report of `kinora film`. */
export function runProductFilmCommand(words: string[]): Promise<number> {
  const options = parseProductFilmArguments(words);
  return makeFilm({
    command: 'product-film',
    out: options.out,
    json: options.json,
    job: options.job,
    ratios: options.ratios,
    start: (client, reporter) => startProductFilm(client, options, reporter),
  });
}

async function startProductFilm(
  client: ApiClient,
  options: ProductFilmArguments,
  reporter: ProgressReporter,
): Promise<{ id: string }> {
  const own = options.sample
    ? await prepareSample(client, options)
    : await preparePhotographs(client, options, reporter);
  const { language, music, ratios, title, price, prompt, seed } = options;
  const input = {
    ...(await chooseTemplate(client, options.template)),
    language,
    ratios,
    seconds: Number(options.seconds),
    fps: Number(options.fps),
    quality: options.draft ? 'draft' : 'final',
    ...own,
    ...Object.fromEntries(
      Object.entries({ music, title, price, prompt, seed, brandName: options.brand }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  };
  return (await client.createProductFilm(input, randomUUID())).job;
}

/** A built-in design by its name, or a template of the organization by its id: its kind goes along, as the form asks for it. */
async function chooseTemplate(client: ApiClient, template: string) {
  const kind = templateKind.safeParse(template);
  if (kind.success) return { template: kind.data };
  const { items } = await client.get<{ items: SavedTemplate[] }>('/product-templates');
  const own = items.find(({ id }) => id === template);
  if (own) return { template: own.kind, templateId: own.id };
  const known = items.map(({ id, name }) => `${id}  ${name}`).join('\n');
  throw usageError(`There is no template ${template} here.${known === '' ? '' : ` Those there are:\n${known}`}`);
}

/** The sample's own brief says what there is to say, as far as a prompt reaches. */
async function prepareSample(client: ApiClient, options: ProductFilmArguments) {
  const sample = await client.createSample(options.language);
  return {
    // One product: the sample's pictures show one each, and a spin would turn a bag into a jar.
    pictures: sample.pictures.slice(0, 1).map((picture) => picture.id),
    brandId: sample.brand.id,
    prompt: sample.brief.slice(0, 1000),
  };
}

async function preparePhotographs(client: ApiClient, options: ProductFilmArguments, reporter: ProgressReporter) {
  const pictures = await uploadPictures(client, options.photos, reporter);
  if (pictures.length === 0)
    throw commandError('film.no_pictures', `Nothing in ${options.photos} can be used as a photograph. Check --photos.`);
  const logo = options.logo ? await sendFile(client, options.logo) : undefined;
  return { pictures: pictures.map((picture) => picture.id), ...(logo ? { logo: logo.id } : {}) };
}
