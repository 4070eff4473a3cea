/** First version that our plans were proven on (Debian 12). */
export const OLDEST_VERSION = { major: 5, minor: 1 };

/** `ffmpeg version 5.1.9-0+deb12u1 Copyright …` to `5.1.9-0+deb12u1`; null when it is not FFmpeg that answers. */
export function parseVersion(text: string): string | null {
  return /^ffmpeg version (\S+)/m.exec(text)?.[1] ?? null;
}

/** Builds from git have no number (`N-112233-g…`): they are accepted, and the list of parts decides. */
export function isNewEnough(version: string): boolean {
  const match = /^n?(\d+)\.(\d+)/.exec(version);
  if (!match) return true;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > OLDEST_VERSION.major || (major === OLDEST_VERSION.major && minor >= OLDEST_VERSION.minor);
}

/** Names from `-filters`: lines such as ` T.C scale  V->V  Scale the input …`. */
export function parseFilters(text: string): string[] {
  return [...text.matchAll(/^ [T.][S.][C.]? (\S+)\s+\S+->\S+/gm)].map((match) => match[1] ?? '');
}

/** Names from `-encoders`: lines such as ` V....D libx264  libx264 H.264 …`, after the legend. */
export function parseEncoders(text: string): string[] {
  const list = text.slice(Math.max(0, text.indexOf('------')));
  return [...list.matchAll(/^ [VAS][F.][S.][X.][B.][D.] (\S+)/gm)].map((match) => match[1] ?? '');
}
