export { JobPicture } from './job-picture.tsx';
export { JobTray } from './job-tray.tsx';
export { asksPerson, isActive, toJobView } from './job-view.ts';
export { cancelJob, retryJob, useActiveJobs } from './use-jobs.ts';
