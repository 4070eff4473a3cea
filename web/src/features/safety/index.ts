export { SafetySection } from './safety-section.tsx';
