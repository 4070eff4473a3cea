export { PeopleHere, usePresence } from './people-here.tsx';
