/** `npm run test:full`: the long proofs too (rulings §6.9). */
export const IS_FULL = process.env['KINORA_TEST_FULL'] === '1';
