import { type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines on standard output. Secrets that could reach a log by mistake are cut out by path. */
export function createLog(level: string, destination?: NodeJS.WritableStream): Log {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['headers.authorization', 'headers.cookie', '*.password', '*.secret', '*.token'], remove: true },
  };
  return destination ? pino(options, destination) : pino(options);
}
