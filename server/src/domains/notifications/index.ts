export { sendDigests } from './digest.ts';
export { notifyKeepers, notifyOfJob, notifyPerson } from './notify.ts';
export { createNotificationRoutes } from './routes.ts';
export { deleteOldNotifications, forgetPerson } from './store.ts';
