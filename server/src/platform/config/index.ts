export type { StudioConfig } from './config.ts';
export { loadConfig } from './config.ts';
export { CONFIG_ERRORS } from './errors.ts';
export { renderConfigurationReference, renderEnvironmentExample } from './reference.ts';
