import type { ErrorTable } from '@kinora/contract';

export const budgetErrors = {
  'budget.not_found': { status: 404, sentence: 'This budget does not exist, or it belongs to another organization.' },
  'budget.exists': {
    status: 409,
    sentence: 'There is a budget of this kind already. Change its limit instead of making a second one.',
  },
  'budget.about_nobody': {
    status: 422,
    sentence: 'The project or person of this budget is not in your organization. Choose another one.',
  },
  'budget.unpriced': {
    status: 402,
    sentence:
      'This has no known price, and a budget of your organization stops what it cannot count. Choose a model with a price, or let an owner or admin allow it in the budget.',
  },
  'budget.reached': {
    status: 402,
    sentence:
      'This would go above a budget of your organization. Nothing was started and nothing was paid; an owner or admin can raise it.',
  },
} satisfies ErrorTable;
