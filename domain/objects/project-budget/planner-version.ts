// Moves with every change of what the planner of budgets decides.

export const projectBudgetPlannerVersion = 2;
