import { language, musicChoice, templateKind } from '@kinora/contract';
import { z } from 'zod';
import { assertReadable, parseOptions, ratioList } from './arguments.ts';
import { usageError } from './errors.ts';
import { PRODUCT_FILM_USAGE } from './product-film-usage.ts';

const OPTIONS = {
  template: { type: 'string' },
  photos: { type: 'string' },
  logo: { type: 'string' },
  brand: { type: 'string' },
  title: { type: 'string' },
  price: { type: 'string' },
  prompt: { type: 'string' },
  seconds: { type: 'string' },
  language: { type: 'string' },
  music: { type: 'string' },
  ratios: { type: 'string' },
  fps: { type: 'string' },
  seed: { type: 'string' },
  job: { type: 'string' },
  out: { type: 'string' },
  draft: { type: 'boolean', default: false },
  sample: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

const most = (characters: number) => z.string().trim().max(characters, `takes at most ${characters} characters`);

const productFilmArguments = z.object({
  template: z
    .string()
    .refine(
      (word) => templateKind.safeParse(word).success || z.uuid().safeParse(word).success,
      'takes runway, spin, macro, spotlight or the id of a template',
    )
    .default('runway'),
  photos: z.string().optional(),
  logo: z.string().optional(),
  brand: most(60).optional(),
  title: most(60).optional(),
  price: most(24).optional(),
  prompt: most(1000).optional(),
  seconds: z.enum(['5', '10', '15', '30'], 'takes 5, 10, 15 or 30').default('10'),
  language: language.default('en'),
  music: musicChoice.optional(),
  ratios: ratioList.default(['16:9', '9:16', '1:1', '4:5']),
  fps: z.enum(['24', '25', '30'], 'takes 24, 25 or 30').default('30'),
  seed: z.coerce.number().int().nonnegative().optional(),
  job: z.uuid('takes the id of a job').optional(),
  out: z.string({ error: 'is needed: the folder that receives the files' }),
  draft: z.boolean(),
  sample: z.boolean(),
  json: z.boolean(),
});

export type ProductFilmArguments = z.infer<typeof productFilmArguments>;

/** Parses and checks the words after `kinora product-film`. Every fault is named at once. */
export function parseProductFilmArguments(words: string[]): ProductFilmArguments {
  const options = parseOptions(words, { options: OPTIONS, shape: productFilmArguments, usage: PRODUCT_FILM_USAGE });
  assertReadable(options);
  if (options.photos === undefined && !options.sample && options.job === undefined)
    throw usageError(`--photos is needed: the folder with the product's pictures.\n\n${PRODUCT_FILM_USAGE}`);
  return options;
}
