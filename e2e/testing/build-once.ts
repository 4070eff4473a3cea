import chromium from '@sparticuz/chromium';
import { buildStudio } from './studio-process.ts';

/**
 * Builds the studio and unpacks the browser before any file starts: two that did either at once would take it from under each
 * other. Where there is no browser to unpack, the files that need one say so.
 */
export async function setup(): Promise<void> {
  await buildStudio();
  if (!process.env['CHROMIUM_PATH']) await chromium.executablePath().catch(() => undefined);
}
