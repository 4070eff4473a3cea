export { JobScreen } from './job-screen.tsx';
export { QueueScreen } from './queue-screen.tsx';
