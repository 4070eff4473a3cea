export { ModelsSection } from './models-section.tsx';
export { ProvidersSection } from './providers-section.tsx';
