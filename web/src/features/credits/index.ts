export { CreditsMeter } from './credits-meter.tsx';
