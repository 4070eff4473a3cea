/** Fails on a part whose licence the product may not ship. `npm run generate` writes the list. */
import { listLicences } from './lib/licences.mjs';

const rows = listLicences();
const refused = rows.filter((row) => !row.isAllowed).map((row) => `${row.name}@${row.version}: ${row.licence}`);
if (refused.length > 0) {
  console.error(
    `${refused.length} packages have a licence the product may not ship:\n  ${refused.join('\n  ')}\nChoose another package, or add a reasoned entry to scripts/lib/licences.mjs.`,
  );
  process.exit(1);
}
console.log(`${rows.length} packages, every licence allowed`);
