// Moves with every change of what the planner of labour decides.

export const projectLabourPlannerVersion = 2;
