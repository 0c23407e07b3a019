// Moves with every change of what the planner of retainage releases decides.

export const retainageReleasePlannerVersion = 3;
