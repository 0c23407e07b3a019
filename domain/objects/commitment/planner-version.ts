// Moves with every change of what the planner of commitments decides.

export const commitmentPlannerVersion = 6;
