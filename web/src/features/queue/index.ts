export { JobScreen } from './job-screen.tsx';
export { OperatorQueuesScreen } from './operator-screen.tsx';
export { QueueScreen } from './queue-screen.tsx';
