// Moves with every change of what the planner of pay apps decides.

export const payAppPlannerVersion = 7;
