export { SECRET_ERRORS } from './errors.ts';
export type { RetiredKey, SecretKey, SecretKeySource, SecretKeys } from './keys.ts';
export { forgetPreviousKeys, listSigningKeys, loadSecretKeys, makeKeyText, rotateKeyFile } from './keys.ts';
export { resealAll } from './reseal.ts';
export { createSecretBox, type SecretBox, toSealedContext } from './secret-box.ts';
