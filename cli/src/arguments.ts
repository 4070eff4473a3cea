import { accessSync, constants, readFileSync, type Stats, statSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import {
  BRIEF_MAX_CHARACTERS,
  language,
  musicChoice,
  type Ratio,
  ratio,
  say,
  toFieldPhrase,
  voiceChoice,
} from '@kinora/contract';
import { z } from 'zod';
import { usageError } from './errors.ts';

export const FILM_USAGE = `kinora film --brief FILE|TEXT --photos DIR --out DIR
  [--logo FILE] [--brand NAME] [--seconds 15|30|60] [--language en|he|ar]
  [--voice none|male-deep|male-warm|female-soft|female-energetic|child]
  [--music ${musicChoice.options.join('|')}]
  [--ratios 16:9,9:16,1:1,4:5] [--fps 24|25|30] [--captions] [--draft] [--seed N] [--json]
kinora film --sample --out DIR      the sample film, with the sample brand
kinora film --job ID --out DIR      waits for a film that was started before, and fetches its files`;

const FILM_OPTIONS = {
  brief: { type: 'string' },
  photos: { type: 'string' },
  logo: { type: 'string' },
  brand: { type: 'string' },
  seconds: { type: 'string' },
  language: { type: 'string' },
  voice: { type: 'string' },
  music: { type: 'string' },
  ratios: { type: 'string' },
  fps: { type: 'string' },
  seed: { type: 'string' },
  job: { type: 'string' },
  out: { type: 'string' },
  captions: { type: 'boolean', default: false },
  draft: { type: 'boolean', default: false },
  sample: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

export const ratioList = z.string().transform((text, context): Ratio[] => {
  const parsed = z
    .array(ratio)
    .min(1)
    .safeParse([...new Set(text.split(',').map((part) => part.trim()))]);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'takes 16:9, 9:16, 1:1 and 4:5, separated by commas' });
  return z.NEVER;
});

const filmArguments = z.object({
  brief: z.string().optional(),
  photos: z.string().optional(),
  logo: z.string().optional(),
  brand: z.string().max(60, 'takes at most 60 characters').optional(),
  seconds: z.enum(['15', '30', '60'], 'takes 15, 30 or 60').default('15'),
  language: language.default('en'),
  voice: voiceChoice.default('none'),
  music: musicChoice.default('uplifting'),
  ratios: ratioList.default(['16:9', '9:16', '1:1', '4:5']),
  fps: z.enum(['24', '25', '30'], 'takes 24, 25 or 30').default('30'),
  seed: z.coerce.number().int().nonnegative().optional(),
  job: z.uuid('takes the id of a job').optional(),
  out: z.string({ error: 'is needed: the folder that receives the files' }),
  captions: z.boolean(),
  draft: z.boolean(),
  sample: z.boolean(),
  json: z.boolean(),
});

export type FilmArguments = Omit<z.infer<typeof filmArguments>, 'brief'> & { brief: string };

/** Parses and checks the words after `kinora film`. Every fault is named at once. */
export function parseFilmArguments(words: string[]): FilmArguments {
  const parsed = parseOptions(words, { options: FILM_OPTIONS, shape: filmArguments, usage: FILM_USAGE });
  if (parsed.language === 'he' && parsed.voice !== 'none') throw usageError(`--voice: ${say('field.voice_hebrew')}`);
  assertReadable(parsed);
  if (parsed.sample || parsed.job !== undefined) return { ...parsed, brief: '' };
  if (parsed.brief === undefined) throw usageError(`--brief is needed: a text or a file with it.\n\n${FILM_USAGE}`);
  return { ...parsed, brief: readBrief(parsed.brief) };
}

/** Options read from the words; every fault is named at once, with the usage below it. */
export function parseOptions<Options>(
  words: string[],
  command: { options: NonNullable<ParseArgsConfig['options']>; shape: z.ZodType<Options>; usage: string },
): Options {
  const parsed = command.shape.safeParse(parseWords(words, command), { error: toFieldPhrase });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `--${issue.path.join('.')} ${issue.message}`);
  throw usageError(`${faults.join('; ')}.\n\n${command.usage}`);
}

function parseWords(words: string[], command: { options: NonNullable<ParseArgsConfig['options']>; usage: string }) {
  try {
    return parseArgs({ args: words, options: command.options, strict: true }).values;
  } catch (error) {
    throw usageError(`${error instanceof Error ? error.message : String(error)}\n\n${command.usage}`);
  }
}

/** Found out before a studio is started for the film: a slip in a path costs a second, not a minute. */
export function assertReadable({
  photos,
  logo,
  out,
}: {
  photos?: string | undefined;
  logo?: string | undefined;
  out: string;
}) {
  const faults = [
    photos !== undefined && !canRead(photos, (found) => found.isDirectory())
      ? `The folder ${photos} is not there or cannot be read. Check --photos.`
      : null,
    logo !== undefined && !canRead(logo, (found) => found.isFile())
      ? `The file ${logo} is not there or cannot be read. Check --logo.`
      : null,
    isKind(out, (found) => !found.isDirectory()) ? `${out} is a file. Give --out the name of a folder.` : null,
  ].filter((fault) => fault !== null);
  if (faults.length > 0) throw usageError(faults.join('\n'));
}

function canRead(path: string, isRight: (found: Stats) => boolean): boolean {
  if (!isKind(path, isRight)) return false;
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** `--brief` is a file when one of that name exists, else the text itself, unless it plainly was meant as a file. */
function readBrief(value: string): string {
  const isFile = isKind(value, (found) => found.isFile());
  if (!isFile && looksLikeFile(value))
    throw usageError(`The file ${value} is not there. Check --brief, or give the text itself.`);
  const text = isFile ? readFileSync(value, 'utf8') : value;
  if (text.trim() === '') throw usageError('The brief is empty. Write at least what is sold; one word is enough.');
  if ([...text].length > BRIEF_MAX_CHARACTERS) {
    throw usageError(
      `The brief has ${[...text].length} characters; it may have ${BRIEF_MAX_CHARACTERS}. Shorten it and run the command again.`,
    );
  }
  return text;
}

/** One word that ends like a text file, or begins like a path: nobody's brief. */
function looksLikeFile(value: string): boolean {
  return /^\S+\.(?:txt|md|text|markdown)$/i.test(value) || /^(?:\.{0,2}|~)\/\S+$/.test(value);
}

function isKind(path: string, isRight: (found: Stats) => boolean): boolean {
  // A long brief given as text is no path: statSync would refuse it with ENAMETOOLONG.
  if (path.length > 4096 || path.includes('\n')) return false;
  try {
    return isRight(statSync(path));
  } catch {
    return false;
  }
}
