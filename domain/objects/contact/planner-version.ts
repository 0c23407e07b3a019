// Moves with every change of what the planner of contacts decides.

export const contactPlannerVersion = 3;
