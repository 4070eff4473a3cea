import { FILM_USAGE } from './arguments.ts';
import { PRODUCT_FILM_USAGE } from './product-film-usage.ts';
import { PRODUCTS_USAGE } from './products-usage.ts';

/** What each command takes, as its `--help` and a wrong use show it. */
export const USAGES: Readonly<Record<string, string>> = {
  film: FILM_USAGE,
  'product-film': PRODUCT_FILM_USAGE,
  products: PRODUCTS_USAGE,
  doctor: 'kinora doctor [--json]              what this machine has and lacks',
  backup: 'kinora backup --out DIR             database and files of this studio',
  restore: 'kinora restore --from DIR           the same into an empty data folder',
  secrets: 'kinora secrets rotate               a new key for this installation',
  people: 'kinora people second-step-off MAIL  for who lost phone and recovery codes',
  queue: 'kinora queue status|pause|drain|resume  the queue of the whole studio',
  'comfy-agent': `kinora comfy-agent --server URL --key KEY [--comfy http://127.0.0.1:8188]
                                    work for the ComfyUI on this machine, asked for by it`,
  help: 'kinora help [COMMAND]               this text, or what a command takes',
};

export const USAGE = Object.values(USAGES).join('\n');

export function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h');
}
