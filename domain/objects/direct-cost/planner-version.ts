// Moves with every change of what the planner of direct costs decides.

export const directCostPlannerVersion = 1;
