export { DeliverTab } from './deliver-tab.tsx';
export { DeliveriesScreen } from './deliveries-screen.tsx';
