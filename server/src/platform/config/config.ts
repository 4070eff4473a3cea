import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { KinoraError, toFieldPhrase } from '@kinora/contract';
import { type ProcessRole, VARIABLES, type ValueOf, type VariableName } from './variables.ts';

export type DatabaseConfig =
  | { kind: 'embedded' }
  | { kind: 'external'; ownerUrl: string; roleUrls: { app: string; auth: string; jobs: string } | undefined };

export type FilesConfig =
  | { kind: 'local' }
  | {
      kind: 's3';
      endpoint: string | undefined;
      bucket: string;
      region: string;
      accessKeyId: string;
      secretAccessKey: string;
      forcePathStyle: boolean;
    };

/** Everything the studio reads from its environment, parsed once. Nothing else in the product reads process.env. */
export type StudioConfig = {
  dataFolder: string;
  host: string;
  port: number;
  /** Undefined until the studio listens, when PUBLIC_URL is not set: then it is http://host:port. */
  publicUrl: string | undefined;
  trustProxy: boolean | string;
  roles: readonly ProcessRole[];
  preset: 'self-hosted' | 'hosted';
  logLevel: string;
  /** Calls in 15 minutes; 0 for no limit. */
  limits: { publicCalls: number; keyCalls: number; sessionCalls: number };
  database: DatabaseConfig;
  files: FilesConfig;
  mail: { smtpUrl: string | undefined; from: string };
  /** Undefined: nothing is sold. */
  stripe: { secretKey: string; webhookSecret: string; apiUrl: string | undefined } | undefined;
  secretKey: string | undefined;
  /** Keys that only open what they sealed, newest first. */
  previousSecretKeys: readonly string[];
  privateHosts: readonly string[];
  metricsToken: string | undefined;
  engine: { ffmpegPath?: string; ffprobePath?: string };
  chromiumPath: string | undefined;
  renderSlots: number;
  /** The operator's accounts at vendors, by provider. */
  connections: ReadonlyMap<string, { secret: string; baseUrl: string | undefined }>;
  keeping: { trashDays: number; cacheDays: number; cacheGigabytes: number; shutdownSeconds: number };
};

export const SELF_HOSTED_PRIVATE_HOSTS = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
];

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws `config.invalid` with every fault at once, one a line */
export function loadConfig(environment: Environment): StudioConfig {
  const faults: string[] = [];
  const values = new Map<string, unknown>();
  for (const { name, schema, fallback } of VARIABLES) {
    const text = environment[name] === undefined || environment[name] === '' ? fallback : environment[name];
    if (text === null) continue;
    const parsed = schema.safeParse(text, { error: toFieldPhrase });
    if (parsed.success) values.set(name, parsed.data);
    else faults.push(`${name} ${parsed.error.issues[0]?.message ?? 'is wrong'}${quoteValue(name, text)}`);
  }
  const read = <Name extends VariableName>(name: Name) => values.get(name) as ValueOf<Name>;
  faults.push(...findContradictions(environment));
  if (faults.length > 0) {
    throw new KinoraError('config.invalid', faults.join('; '), {
      details: { faults, variables: faults.flatMap((fault) => listVariables(fault)) },
      sentence: `The studio does not start because of its settings:\n${faults.map((fault) => `  - ${fault}.`).join('\n')}`,
    });
  }
  return toConfig(read);
}

/** The variables a fault speaks of; what stands in them (behind "it is") is not looked at. */
function listVariables(fault: string): string[] {
  const words = fault.split('; it is "')[0]!;
  return VARIABLES.map(({ name }) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(words));
}

/** Faults stand on screens and in logs, where keys and passwords do not belong. */
function quoteValue(name: string, text: string): string {
  return /KEY|SECRET|TOKEN|CONNECTION|DATABASE_URL|SMTP_URL/.test(name) ? '' : `; it is "${text}"`;
}

function findContradictions(environment: Environment): string[] {
  const isSet = (name: VariableName) => environment[name] !== undefined && environment[name] !== '';
  const faults: string[] = [];
  if (isSet('DATABASE_URL') && !isSet('KINORA_SECRET_KEY'))
    faults.push('KINORA_SECRET_KEY is required with DATABASE_URL, the same on every machine');
  const roleUrls = (['DATABASE_URL_APP', 'DATABASE_URL_AUTH', 'DATABASE_URL_JOBS'] as const).filter(isSet);
  if (roleUrls.length > 0 && roleUrls.length < 3)
    faults.push('DATABASE_URL_APP, DATABASE_URL_AUTH and DATABASE_URL_JOBS are set together or not at all');
  if (roleUrls.length > 0 && !isSet('DATABASE_URL'))
    faults.push('DATABASE_URL is needed for migrations when DATABASE_URL_APP is set');
  if (isSet('S3_BUCKET') !== (isSet('S3_ACCESS_KEY_ID') && isSet('S3_SECRET_ACCESS_KEY')))
    faults.push('S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are set together or not at all');
  if (isSet('STRIPE_SECRET_KEY') !== isSet('STRIPE_WEBHOOK_SECRET'))
    faults.push('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are set together or not at all');
  if (isSet('STRIPE_API_URL') && !isSet('STRIPE_SECRET_KEY'))
    faults.push('STRIPE_API_URL is used only with STRIPE_SECRET_KEY');
  if (isSet('KINORA_SECRET_KEY_PREVIOUS') && !isSet('KINORA_SECRET_KEY'))
    faults.push('KINORA_SECRET_KEY_PREVIOUS is used only with KINORA_SECRET_KEY');
  if (isSet('FFPROBE_PATH') && !isSet('FFMPEG_PATH')) faults.push('FFPROBE_PATH is used only with FFMPEG_PATH');
  return faults;
}

type Read = <Name extends VariableName>(name: Name) => ValueOf<Name>;

function toConfig(read: Read): StudioConfig {
  const ffmpegPath = read('FFMPEG_PATH');
  const ffprobePath = read('FFPROBE_PATH');
  return {
    dataFolder: resolve(read('KINORA_DATA')),
    host: read('HOST'),
    port: read('PORT'),
    publicUrl: read('PUBLIC_URL')?.replace(/\/$/, ''),
    trustProxy: read('TRUST_PROXY') ?? false,
    roles: read('KINORA_ROLES'),
    preset: read('KINORA_PRESET'),
    logLevel: read('LOG_LEVEL'),
    limits: {
      publicCalls: read('KINORA_LIMIT_PUBLIC_CALLS'),
      keyCalls: read('KINORA_LIMIT_KEY_CALLS'),
      sessionCalls: read('KINORA_LIMIT_SESSION_CALLS'),
    },
    database: toDatabase(read),
    files: toFiles(read),
    mail: { smtpUrl: read('SMTP_URL'), from: read('MAIL_FROM') },
    stripe: toStripe(read),
    secretKey: read('KINORA_SECRET_KEY'),
    previousSecretKeys: read('KINORA_SECRET_KEY_PREVIOUS') ?? [],
    privateHosts:
      read('KINORA_PRIVATE_HOSTS') ?? (read('KINORA_PRESET') === 'self-hosted' ? SELF_HOSTED_PRIVATE_HOSTS : []),
    metricsToken: read('METRICS_TOKEN'),
    engine: {
      ...(ffmpegPath === undefined ? {} : { ffmpegPath }),
      ...(ffprobePath === undefined ? {} : { ffprobePath }),
    },
    chromiumPath: read('CHROMIUM_PATH'),
    renderSlots: read('KINORA_RENDER_SLOTS') ?? availableParallelism() + 1,
    connections: toConnections(read),
    keeping: {
      trashDays: read('KINORA_TRASH_DAYS'),
      cacheDays: read('KINORA_CACHE_DAYS'),
      cacheGigabytes: read('KINORA_CACHE_GB'),
      shutdownSeconds: read('KINORA_SHUTDOWN_SECONDS'),
    },
  };
}

/** Every vendor that wants a key, as its folder is called and as its variables are. */
const OPERATORS_VENDORS = [
  ['replicate', 'REPLICATE'],
  ['openai', 'OPENAI'],
  ['fal', 'FAL'],
  ['elevenlabs', 'ELEVENLABS'],
  ['runway', 'RUNWAY'],
  ['google', 'GOOGLE'],
  ['ark', 'ARK'],
  ['openrouter', 'OPENROUTER'],
] as const;

function toConnections(read: Read): StudioConfig['connections'] {
  return new Map(
    OPERATORS_VENDORS.flatMap(([provider, name]) => {
      const secret = read(`KINORA_CONNECTION_${name}`);
      return secret === undefined
        ? []
        : [[provider, { secret, baseUrl: read(`KINORA_CONNECTION_${name}_URL`) }] as const];
    }),
  );
}

function toDatabase(read: Read): DatabaseConfig {
  const ownerUrl = read('DATABASE_URL');
  if (ownerUrl === undefined) return { kind: 'embedded' };
  const [app, auth, jobs] = [read('DATABASE_URL_APP'), read('DATABASE_URL_AUTH'), read('DATABASE_URL_JOBS')];
  return { kind: 'external', ownerUrl, roleUrls: app && auth && jobs ? { app, auth, jobs } : undefined };
}

function toStripe(read: Read): StudioConfig['stripe'] {
  const [secretKey, webhookSecret] = [read('STRIPE_SECRET_KEY'), read('STRIPE_WEBHOOK_SECRET')];
  return secretKey && webhookSecret ? { secretKey, webhookSecret, apiUrl: read('STRIPE_API_URL') } : undefined;
}

function toFiles(read: Read): FilesConfig {
  const [bucket, accessKeyId, secretAccessKey] = [
    read('S3_BUCKET'),
    read('S3_ACCESS_KEY_ID'),
    read('S3_SECRET_ACCESS_KEY'),
  ];
  if (!bucket || !accessKeyId || !secretAccessKey) return { kind: 'local' };
  return {
    kind: 's3',
    endpoint: read('S3_ENDPOINT'),
    bucket,
    region: read('S3_REGION'),
    accessKeyId,
    secretAccessKey,
    forcePathStyle: read('S3_FORCE_PATH_STYLE'),
  };
}
