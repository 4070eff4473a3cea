export { ConsentList } from './consent-list.tsx';
export { SafetySection } from './safety-section.tsx';
