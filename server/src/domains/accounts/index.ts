export type { AccountDependencies } from './dependencies.ts';
export { ACCOUNT_ERRORS } from './errors.ts';
export { ensureLocalAccess } from './local-access.ts';
export { noteAct, noteChange } from './note-act.ts';
export { insertAudit } from './organization-store.ts';
export { createAccountRoutes } from './routes.ts';
export { createAuthenticate } from './sessions.ts';
export { makeSetupToken } from './sign-up.ts';
