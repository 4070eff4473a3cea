import { CHECKS } from './checks.mjs';
import { runStep } from './run-step.mjs';

/** Most checks think on one thread, so two of them stand beside each other. */
const AT_ONCE = 2;

/**
 * Runs every check and prints one line each in the order of the list, with the output of those that failed.
 * @returns {Promise<{ title: string, isPassed: boolean }[]>}
 */
export async function runChecks() {
  const results = CHECKS.map(() => undefined);
  let next = 0;
  let told = 0;
  const takeNext = async () => {
    while (next < CHECKS.length) {
      const index = next++;
      const { command, args } = CHECKS[index];
      results[index] = await runStep(command, args, { quiet: true });
      for (; results[told]; told++) tell(CHECKS[told], results[told]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeNext));
  return CHECKS.map(({ title }, index) => ({ title, isPassed: results[index].code === 0 }));
}

function tell({ title, repair }, { code, seconds, output }) {
  const line = `${title} (${seconds.toFixed(1)} s)`;
  console.log(code === 0 ? `✓ ${line}` : `${output}\n✕ ${line}. ${repair}`);
}
