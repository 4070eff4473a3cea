export { appendEvent, type NewEvent } from './append.ts';
export { createEventHub, type Delivered, type EventHub, type EventHubOptions, type Subscriber } from './hub.ts';
export { type Listener, type ListenerOptions, openListener } from './listener.ts';
export { type LiveEvent, parseLive, sendLive } from './live.ts';
export { type EventRouteOptions, registerEventRoutes } from './routes.ts';
export { type Fact, getCounter, listFacts, maintainEvents } from './store.ts';
