export { ServersSection } from './servers-section.tsx';
