/** `npm run check`: everything but the tests. Prints one line a check and the output of those that failed. */
import { CHECKS } from './lib/checks.mjs';
import { runStep } from './lib/run-step.mjs';

let failed = 0;
for (const check of CHECKS) {
  const { code, seconds, output } = await runStep(check.command, check.args, { quiet: true });
  if (code === 0) console.log(`✓ ${check.title} (${seconds.toFixed(1)} s)`);
  else {
    failed += 1;
    console.log(`${output}\n✕ ${check.title} (${seconds.toFixed(1)} s). ${check.repair}`);
  }
}
process.exit(failed === 0 ? 0 : 1);
