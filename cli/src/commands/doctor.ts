import { existsSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isKinoraError } from '@kinora/contract';
import { describeEngine } from '@kinora/media-node';
import { findRunningInstance, hasEmbeddedPostgres, loadConfig, type StudioConfig } from '@kinora/server';
import { usageError } from '../errors.ts';
import { USAGES } from '../help.ts';

/** `ready`: works. `limited`: works with less, said in `consequence`. `missing`: the film cannot be made. */
type Finding = { part: string; state: 'ready' | 'limited' | 'missing'; found: string; consequence: string | null };

const require = createRequire(import.meta.url);
const GIGABYTE = 1e9;

/** `kinora doctor`: what this machine has and lacks, and what follows from it. Exit code 1 when a film cannot be made. */
export async function runDoctorCommand(words: string[]): Promise<number> {
  const { json } = parseWords(words);
  const { config, settings } = readSettings(process.env);
  const findings = [
    ...settings,
    describeNode(),
    describeMachine(),
    describeDisk(config.dataFolder),
    await describeFfmpeg(config),
    describeFonts(),
    describeBrowser(config),
    describeDatabase(config),
    describeVoice(),
  ];
  process.stdout.write(json ? `${JSON.stringify(findings, null, 2)}\n` : `${findings.map(formatFinding).join('\n')}\n`);
  return findings.some((finding) => finding.state === 'missing') ? 1 : 0;
}

function parseWords(words: string[]): { json: boolean } {
  try {
    return {
      json: parseArgs({ args: words, options: { json: { type: 'boolean', default: false } }, strict: true }).values
        .json,
    };
  } catch (error) {
    throw usageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGES['doctor']}`);
  }
}

/** Wrong settings are told like everything else that is missing; the rest of the machine is looked at as if they were not set. */
function readSettings(environment: NodeJS.ProcessEnv): { config: StudioConfig; settings: Finding[] } {
  try {
    return { config: loadConfig(environment), settings: [] };
  } catch (error) {
    if (!isKinoraError(error) || error.code !== 'config.invalid') throw error;
    const { faults, variables } = error.details as { faults: string[]; variables: string[] };
    const others = Object.fromEntries(Object.entries(environment).filter(([name]) => !variables.includes(name)));
    const settings = faults.map(
      (fault): Finding => ({
        part: 'Settings',
        state: 'missing',
        found: fault.split(' ')[0]!,
        consequence: `The studio does not start: ${fault}.`,
      }),
    );
    return { config: loadConfig(others), settings };
  }
}

const MARKS = { ready: '✓', limited: '▲', missing: '✕' } as const;

function formatFinding({ part, state, found, consequence }: Finding): string {
  return `${MARKS[state]} ${part.padEnd(10)} ${found}${consequence ? `\n             ${consequence}` : ''}`;
}

function describeNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  const platform = `${process.platform} ${process.arch}`;
  if (!isEnough)
    return {
      part: 'Node',
      state: 'missing',
      found: process.versions.node,
      consequence: 'Install Node 20.19 or newer; 24 is recommended.',
    };
  const isTested = platform === 'linux x64';
  return {
    part: 'Node',
    state: isTested ? 'ready' : 'limited',
    found: `${process.versions.node} on ${platform}`,
    consequence: isTested ? null : 'Not tested on this system.',
  };
}

function describeMachine(): Finding {
  const cores = availableParallelism();
  const gigabytes = totalmem() / GIGABYTE;
  const isSmall = cores < 2 || gigabytes < 3;
  return {
    part: 'Machine',
    state: isSmall ? 'limited' : 'ready',
    found: `${cores} cores, ${gigabytes.toFixed(1)} GB of memory`,
    consequence: isSmall ? 'Films are made, but slowly: two cores and 4 GB are a good least.' : null,
  };
}

function describeDisk(dataFolder: string): Finding {
  const folder = nearestExisting(resolve(dataFolder));
  const stat = statfsSync(folder);
  const free = (stat.bavail * stat.bsize) / GIGABYTE;
  const usedShare = 1 - stat.bavail / stat.blocks;
  const found = `${free.toFixed(1)} GB free for ${dataFolder}`;
  if (usedShare >= 0.95)
    return {
      part: 'Disk',
      state: 'missing',
      found,
      consequence: 'Uploads are refused above 95 % full. Free some space.',
    };
  if (usedShare >= 0.85 || free < 2)
    return {
      part: 'Disk',
      state: 'limited',
      found,
      consequence: 'Renders pause above 85 % full; a 30 s film in four ratios needs about 0.3 GB.',
    };
  return { part: 'Disk', state: 'ready', found, consequence: null };
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

async function describeFfmpeg(config: StudioConfig): Promise<Finding> {
  const source = config.engine.ffmpegPath ?? 'inside its npm package';
  try {
    const engine = await describeEngine(config.engine);
    const found = `${engine.name} ${engine.version} (${source}), ${engine.filters.length} filters, ${engine.encoders.length} encoders`;
    if (engine.missing.length === 0) return { part: 'FFmpeg', state: 'ready', found, consequence: null };
    return {
      part: 'FFmpeg',
      state: 'missing',
      found,
      consequence: `It lacks ${engine.missing.join(', ')}. Unset FFMPEG_PATH to use the built-in one.`,
    };
  } catch (error) {
    const sentence = isKinoraError(error) ? (error.sentence ?? error.message) : String(error);
    return { part: 'FFmpeg', state: 'missing', found: source, consequence: sentence };
  }
}

const FONT_PACKAGES = [
  'cormorant-garamond',
  'dm-sans',
  'fraunces',
  'frank-ruhl-libre',
  'heebo',
  'rubik',
  'amiri',
  'cairo',
];

function describeFonts(): Finding {
  const missing = FONT_PACKAGES.filter((name) => !canResolve(`@expo-google-fonts/${name}/package.json`));
  if (missing.length === 0)
    return {
      part: 'Fonts',
      state: 'ready',
      found: `${FONT_PACKAGES.length} families for English, Hebrew and Arabic`,
      consequence: null,
    };
  return {
    part: 'Fonts',
    state: 'missing',
    found: `${missing.join(', ')} missing`,
    consequence: 'Run npm install again.',
  };
}

/** The browser is only for 3D films and the project's own tests; every film of this release is drawn without one. */
function describeBrowser(config: StudioConfig): Finding {
  const path =
    config.chromiumPath ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((candidate) => existsSync(candidate));
  if (path && existsSync(path)) return { part: 'Browser', state: 'ready', found: path, consequence: null };
  if (path)
    return {
      part: 'Browser',
      state: 'limited',
      found: `none: CHROMIUM_PATH names ${path}, which is not there`,
      consequence:
        'Films do not need it; the browser tests do. Correct CHROMIUM_PATH, or unset it to use the one of npm.',
    };
  if (canResolve('@sparticuz/chromium/package.json'))
    return { part: 'Browser', state: 'ready', found: 'inside its npm package', consequence: null };
  return {
    part: 'Browser',
    state: 'limited',
    found: 'none',
    consequence: 'Films do not need it; the browser tests are skipped. Set CHROMIUM_PATH to use one.',
  };
}

function describeDatabase(config: StudioConfig): Finding {
  const running = findRunningInstance(config.dataFolder);
  const studio = running ? `; a studio runs at ${running.address}` : '';
  if (config.database.kind === 'external')
    return { part: 'Database', state: 'ready', found: `PostgreSQL at DATABASE_URL${studio}`, consequence: null };
  if (hasEmbeddedPostgres())
    return {
      part: 'Database',
      state: 'ready',
      found: `embedded PostgreSQL in ${config.dataFolder}${studio}`,
      consequence: null,
    };
  return {
    part: 'Database',
    state: 'missing',
    found: 'no embedded PostgreSQL for this system',
    consequence: 'Set DATABASE_URL to a PostgreSQL of version 15 or newer.',
  };
}

function describeVoice(): Finding {
  const isThere = canResolve('@echogarden/espeak-ng-emscripten/package.json');
  const consequence = isThere
    ? 'Robotic by nature; it does not read Hebrew without vowel points and is weak in Arabic. Words on screen and music are the default.'
    : 'Films have no spoken voice; words on screen and music carry them.';
  return {
    part: 'Voice',
    state: 'limited',
    found: isThere ? 'five built-in voices (espeak-ng, a separate program)' : 'none',
    consequence,
  };
}

function canResolve(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch (error) {
    // A package may keep its package.json to itself: then it is there all the same.
    return (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
}
