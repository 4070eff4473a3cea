import { accessSync, constants, statSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** One environment variable: how it is read and what its line in the reference and in .env.example says. */
export type Variable = { name: string; schema: z.ZodType; fallback: string | null; sentence: string; group: string };

const port = z.coerce
  .number('takes a whole number')
  .int('takes a whole number')
  .min(0, 'takes a port from 0 to 65535')
  .max(65_535, 'takes a port from 0 to 65535');
const flag = z
  .enum(['0', '1', 'true', 'false'], 'takes 1 or 0')
  .transform((value) => value === '1' || value === 'true');
const webAddress = z.url({ protocol: /^https?$/, error: 'takes an address that starts with http:// or https://' });
const postgresAddress = z.string().regex(/^postgres(ql)?:\/\/.+/, 'takes postgres://user:password@host:port/name');
const count = (unit: string) =>
  z.coerce.number(`takes a number of ${unit}`).int(`takes a whole number of ${unit}`).min(0);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
const path = z.string().min(1, 'takes a path');

/** A program that a film would fail without: found out at start, not in the middle of the first film. */
const program = path.superRefine((file, context) => {
  const fault = findProgramFault(file);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

function findProgramFault(file: string): string | null {
  try {
    if (!statSync(file).isFile()) return 'takes the path of a program, not of a folder';
  } catch {
    return 'names a program that is not there';
  }
  try {
    accessSync(file, constants.X_OK);
    return null;
  } catch {
    return 'names a file that this user may not run';
  }
}

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal'];
const isProxyAddress = (text: string) =>
  PROXY_NAMES.includes(text) ||
  ipaddr.IPv4.isValidFourPartDecimal(text) ||
  ipaddr.IPv6.isValid(text) ||
  ipaddr.isValidCIDR(text);

/**
 * Whom to believe. A number of proxies is refused: it says nothing about who connects, so anybody could write the addresses of
 * that many (the HTTP server therefore believes nobody when given one).
 */
const trustProxy = z.string().transform((text, context): boolean | string => {
  if (['true', 'false', '1', '0'].includes(text)) return text === 'true' || text === '1';
  const addresses = text.split(',').map((part) => part.trim());
  if (addresses.every(isProxyAddress)) return addresses.join(',');
  context.addIssue({
    code: 'custom',
    message: `takes true, false, or addresses, ranges and the names ${PROXY_NAMES.join(', ')}, separated by commas`,
  });
  return z.NEVER;
});

const ROLES = ['api', 'worker', 'render'] as const;
export type ProcessRole = (typeof ROLES)[number];
const roles = list.pipe(z.array(z.enum(ROLES, 'takes api, worker and render, separated by commas')).min(1));

const operatorsKey = <const Name extends string>(name: Name, vendor: string) => ({
  name,
  schema: z.string().min(8, 'takes a key'),
  fallback: null,
  group: 'Connections' as const,
  sentence: `Key of an account at ${vendor} that every organization may use for credits.`,
});
const operatorsAddress = <const Name extends string>(name: Name, vendor: string) => ({
  name,
  schema: webAddress,
  fallback: null,
  group: 'Connections' as const,
  sentence: `Another address than that of ${vendor}, such as a proxy.`,
});

export const VARIABLES = [
  {
    name: 'KINORA_DATA',
    schema: path,
    fallback: '.kinora',
    group: 'Where',
    sentence: 'Folder of the database, the files and the keys.',
  },
  {
    name: 'HOST',
    schema: z.string().min(1),
    fallback: '127.0.0.1',
    group: 'Where',
    sentence: 'Address the studio listens on; 0.0.0.0 opens it to the network.',
  },
  {
    name: 'PORT',
    schema: port,
    fallback: '4747',
    group: 'Where',
    sentence: 'Port the studio listens on; 0 takes any free one.',
  },
  {
    name: 'PUBLIC_URL',
    schema: webAddress,
    fallback: null,
    group: 'Where',
    sentence:
      'Address people open, when it differs from http://HOST:PORT (behind a proxy). Requests with a cookie must come from it.',
  },
  {
    name: 'TRUST_PROXY',
    schema: trustProxy,
    fallback: null,
    group: 'Where',
    sentence:
      'Proxies whose X-Forwarded-For is believed: addresses, ranges and the names loopback, linklocal, uniquelocal, separated by commas; true believes any.',
  },
  {
    name: 'KINORA_ROLES',
    schema: roles,
    fallback: 'api,worker,render',
    group: 'Where',
    sentence: 'What this process does: api, worker, render.',
  },
  {
    name: 'KINORA_PRESET',
    schema: z.enum(['self-hosted', 'hosted'], 'takes self-hosted or hosted'),
    fallback: 'self-hosted',
    group: 'Where',
    sentence: 'self-hosted: built-in work is free, few limits. hosted: prices and limits of a public service.',
  },
  {
    name: 'LOG_LEVEL',
    schema: z.enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'takes trace, debug, info, warn, error, fatal or silent',
    ),
    fallback: 'info',
    group: 'Where',
    sentence: 'Least important log line written.',
  },

  {
    name: 'DATABASE_URL',
    schema: postgresAddress,
    fallback: null,
    group: 'Database',
    sentence: 'Own PostgreSQL (15 or newer) with a login that may create roles; without it the embedded one is used.',
  },
  {
    name: 'DATABASE_URL_APP',
    schema: postgresAddress,
    fallback: null,
    group: 'Database',
    sentence: 'Login of the program, when the operator makes the roles. Needs _AUTH and _JOBS too.',
  },
  {
    name: 'DATABASE_URL_AUTH',
    schema: postgresAddress,
    fallback: null,
    group: 'Database',
    sentence: 'Login for accounts and sessions.',
  },
  {
    name: 'DATABASE_URL_JOBS',
    schema: postgresAddress,
    fallback: null,
    group: 'Database',
    sentence: 'Login of the durable engine and the dispatcher.',
  },

  {
    name: 'S3_ENDPOINT',
    schema: webAddress,
    fallback: null,
    group: 'Files',
    sentence: 'Address of an S3-compatible store; empty for the provider’s own.',
  },
  {
    name: 'S3_BUCKET',
    schema: z.string().min(3),
    fallback: null,
    group: 'Files',
    sentence: 'Bucket for files. Setting it moves files from the data folder to the store.',
  },
  {
    name: 'S3_REGION',
    schema: z.string().min(1),
    fallback: 'us-east-1',
    group: 'Files',
    sentence: 'Region of the bucket.',
  },
  {
    name: 'S3_ACCESS_KEY_ID',
    schema: z.string().min(1),
    fallback: null,
    group: 'Files',
    sentence: 'Key id for the bucket.',
  },
  {
    name: 'S3_SECRET_ACCESS_KEY',
    schema: z.string().min(1),
    fallback: null,
    group: 'Files',
    sentence: 'Secret for the bucket.',
  },
  {
    name: 'S3_FORCE_PATH_STYLE',
    schema: flag,
    fallback: '0',
    group: 'Files',
    sentence: '1 for stores that take the bucket in the path (MinIO and others).',
  },

  {
    name: 'SMTP_URL',
    schema: z.string().regex(/^smtps?:\/\/.+/, 'takes smtp://user:password@host:port'),
    fallback: null,
    group: 'Mail',
    sentence: 'Mail server; without it links stand in the log.',
  },
  {
    name: 'MAIL_FROM',
    schema: z.string().min(3),
    fallback: 'Kinora <kinora@localhost>',
    group: 'Mail',
    sentence: 'Sender of the studio’s mail.',
  },

  {
    name: 'STRIPE_SECRET_KEY',
    schema: z.string().min(8, 'takes a secret key of Stripe'),
    fallback: null,
    group: 'Billing',
    sentence: 'Secret key of the Stripe account that packs and plans are paid to. Without it nothing is sold.',
  },
  {
    name: 'STRIPE_WEBHOOK_SECRET',
    schema: z.string().min(8, 'takes the signing secret of a webhook endpoint'),
    fallback: null,
    group: 'Billing',
    sentence: 'Signing secret of the endpoint PUBLIC_URL/api/v1/billing/stripe-events in Stripe.',
  },
  {
    name: 'STRIPE_API_URL',
    schema: webAddress,
    fallback: null,
    group: 'Billing',
    sentence: 'Another address of Stripe’s API, for tests against an emulator.',
  },

  {
    name: 'KINORA_SECRET_KEY',
    schema: z.string().min(32, 'takes at least 32 characters'),
    fallback: null,
    group: 'Security',
    sentence:
      'Key that seals stored secrets and signs links. Required with DATABASE_URL; otherwise made beside the data.',
  },
  {
    name: 'KINORA_SECRET_KEY_PREVIOUS',
    schema: list.pipe(z.array(z.string().min(32, 'takes keys of at least 32 characters, separated by commas'))),
    fallback: null,
    group: 'Security',
    sentence:
      'Keys before KINORA_SECRET_KEY, while they are replaced: they open what they sealed. See kinora secrets rotate.',
  },
  {
    name: 'KINORA_PRIVATE_HOSTS',
    schema: list,
    fallback: null,
    group: 'Security',
    sentence:
      'Private hosts and ranges the studio may fetch from, separated by commas; * for all. Self-hosted default: loopback and private ranges; hosted: none.',
  },
  {
    name: 'METRICS_TOKEN',
    schema: z.string().min(16, 'takes at least 16 characters'),
    fallback: null,
    group: 'Security',
    sentence: 'Bearer token for /metrics from other machines.',
  },

  {
    name: 'KINORA_LIMIT_PUBLIC_CALLS',
    schema: count('calls'),
    fallback: '100',
    group: 'Limits',
    sentence: 'Sign-ins, sign-ups, resets and the like from one address in 15 minutes; 0 for no limit.',
  },
  {
    name: 'KINORA_LIMIT_KEY_CALLS',
    schema: count('calls'),
    fallback: '200',
    group: 'Limits',
    sentence: 'Calls of one API key in 15 minutes; 0 for no limit. Commands on this computer are not counted.',
  },
  {
    name: 'KINORA_LIMIT_SESSION_CALLS',
    schema: count('calls'),
    fallback: '6000',
    group: 'Limits',
    sentence: 'Calls of one signed-in person in 15 minutes; 0 for no limit.',
  },

  {
    name: 'FFMPEG_PATH',
    schema: program,
    fallback: null,
    group: 'Engine',
    sentence: 'A system FFmpeg (5.1 or newer) used instead of the built-in one.',
  },
  {
    name: 'FFPROBE_PATH',
    schema: program,
    fallback: null,
    group: 'Engine',
    sentence: 'ffprobe, when it does not lie beside FFMPEG_PATH.',
  },
  {
    name: 'CHROMIUM_PATH',
    schema: path,
    fallback: null,
    group: 'Engine',
    sentence: 'A Chromium for 3D films and tests.',
  },
  {
    name: 'KINORA_RENDER_SLOTS',
    schema: count('slots').min(1),
    fallback: null,
    group: 'Engine',
    sentence:
      'Shots and films in work at the same time. Default: one more than there are cores, so that one is packed while the others draw; never more processes draw than there are cores.',
  },

  operatorsKey('KINORA_CONNECTION_REPLICATE', 'Replicate'),
  operatorsAddress('KINORA_CONNECTION_REPLICATE_URL', 'Replicate'),
  operatorsKey('KINORA_CONNECTION_OPENAI', 'OpenAI'),
  operatorsAddress('KINORA_CONNECTION_OPENAI_URL', 'OpenAI'),
  operatorsKey('KINORA_CONNECTION_FAL', 'fal'),
  operatorsAddress('KINORA_CONNECTION_FAL_URL', 'fal'),
  operatorsKey('KINORA_CONNECTION_ELEVENLABS', 'ElevenLabs'),
  operatorsAddress('KINORA_CONNECTION_ELEVENLABS_URL', 'ElevenLabs'),
  operatorsKey('KINORA_CONNECTION_RUNWAY', 'Runway'),
  operatorsAddress('KINORA_CONNECTION_RUNWAY_URL', 'Runway'),
  operatorsKey('KINORA_CONNECTION_GOOGLE', 'Google Gemini'),
  operatorsAddress('KINORA_CONNECTION_GOOGLE_URL', 'Google Gemini'),
  operatorsKey('KINORA_CONNECTION_ARK', 'ByteDance Ark'),
  operatorsAddress('KINORA_CONNECTION_ARK_URL', 'ByteDance Ark'),
  operatorsKey('KINORA_CONNECTION_OPENROUTER', 'OpenRouter'),
  operatorsAddress('KINORA_CONNECTION_OPENROUTER_URL', 'OpenRouter'),

  {
    name: 'KINORA_TRASH_DAYS',
    schema: count('days').min(1),
    fallback: '30',
    group: 'Keeping',
    sentence: 'Days deleted things can be restored.',
  },
  {
    name: 'KINORA_CACHE_DAYS',
    schema: count('days'),
    fallback: '30',
    group: 'Keeping',
    sentence: 'Days a drawn piece of film is kept for the next render after its last use.',
  },
  {
    name: 'KINORA_CACHE_GB',
    schema: count('gigabytes'),
    fallback: '20',
    group: 'Keeping',
    sentence: 'Gigabytes of drawn pieces kept for each organization; the longest unused go first.',
  },
  {
    name: 'KINORA_SHUTDOWN_SECONDS',
    schema: count('seconds').min(1).max(8, 'takes at most 8 seconds: the studio is gone ten seconds after the signal'),
    fallback: '8',
    group: 'Keeping',
    sentence:
      'Seconds running work may take to come to rest when the studio stops; the rest resumes at the next start.',
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof VARIABLES)[number]['name'];
type VariableOf<Name extends VariableName> = Extract<(typeof VARIABLES)[number], { name: Name }>;
/** Parsed value of a variable; undefined where it has no fallback and is not set. */
export type ValueOf<Name extends VariableName> = VariableOf<Name>['fallback'] extends string
  ? z.output<VariableOf<Name>['schema']>
  : z.output<VariableOf<Name>['schema']> | undefined;
