/** `npm run check`: everything but the tests. Prints one line a check and the output of those that failed. */
import { runChecks } from './lib/run-checks.mjs';

const results = await runChecks();
process.exit(results.every(({ isPassed }) => isPassed) ? 0 : 1);
