export { BudgetsSection } from './budgets-section.tsx';
