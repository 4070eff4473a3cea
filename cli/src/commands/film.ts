import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../api-client.ts';
import { type FilmArguments, parseFilmArguments } from '../arguments.ts';
import { commandError } from '../errors.ts';
import type { ProgressReporter } from '../progress.ts';
import { sendFile, uploadPictures } from './film-pictures.ts';
import { makeFilm } from './make-film.ts';

/** `kinora film`: uploads the photographs, makes the film, fetches every file into `--out`. */
export function runFilmCommand(words: string[]): Promise<number> {
  const options = parseFilmArguments(words);
  return makeFilm({
    command: 'film',
    out: options.out,
    json: options.json,
    job: options.job,
    ratios: options.ratios,
    start: (client, reporter) => startFilm(client, options, reporter),
  });
}

async function startFilm(
  client: ApiClient,
  options: FilmArguments,
  reporter: ProgressReporter,
): Promise<{ id: string }> {
  const input = options.sample
    ? await prepareSampleInput(client, options)
    : await prepareInput(client, options, reporter);
  return (await client.createFilm(input, randomUUID())).job;
}

function sharedInput(options: FilmArguments) {
  return {
    seconds: Number(options.seconds),
    language: options.language,
    voice: options.voice,
    music: options.music,
    ratios: options.ratios,
    fps: Number(options.fps),
    burnCaptions: options.captions,
    quality: options.draft ? 'draft' : 'final',
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  };
}

async function prepareSampleInput(client: ApiClient, options: FilmArguments) {
  const sample = await client.createSample(options.language);
  return {
    ...sharedInput(options),
    brief: sample.brief,
    pictures: sample.pictures.map((picture) => picture.id),
    brandId: sample.brand.id,
    sample: true,
  };
}

async function prepareInput(client: ApiClient, options: FilmArguments, reporter: ProgressReporter) {
  const pictures = await uploadPictures(client, options.photos, reporter);
  if (options.photos !== undefined && pictures.length === 0)
    throw commandError(
      'film.no_pictures',
      `Nothing in ${options.photos} can be used as a photograph. Check --photos, or leave it out for a film of type and light.`,
    );
  if (pictures.length === 0) reporter.note('No photographs: the film is made of type and light.');
  const logo = options.logo ? await sendFile(client, options.logo) : undefined;
  return {
    ...sharedInput(options),
    brief: options.brief,
    pictures: pictures.map((picture) => picture.id),
    ...(logo ? { logo: logo.id } : {}),
    ...(options.brand ? { brandName: options.brand } : {}),
  };
}
