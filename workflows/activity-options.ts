// The few ways activities are retried: quick work in Postgres, reads and writes at a vendor.
import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';
import { failureTypes } from '../domain/identity/messages.ts';

/**
 * Postgres, as local activities: a pass is one workflow task instead of four, and a killed worker's
 * task is found dead after ten seconds. Postgres down is waited out with timers.
 */
export const databaseWork: LocalActivityOptions = {
  startToCloseTimeout: '30 seconds',
  localRetryThreshold: '5 seconds',
  retry: {
    initialInterval: '200 milliseconds',
    backoffCoefficient: 2,
    maximumInterval: '10 seconds',
    nonRetryableErrorTypes: [failureTypes.planMoved],
  },
};

/** A vendor's read: as long as its limits ask for, found dead within seconds by its heartbeat. */
export const vendorRead: ActivityOptions = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  retry: {
    initialInterval: '1 second',
    backoffCoefficient: 2,
    maximumInterval: '30 seconds',
    maximumAttempts: 8,
    nonRetryableErrorTypes: [failureTypes.accessLost, failureTypes.refused],
  },
};

/** A batch is tried until it is settled: nothing else may end it. */
export const vendorWrite: ActivityOptions = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '15 seconds',
  retry: {
    initialInterval: '500 milliseconds',
    backoffCoefficient: 2,
    maximumInterval: '30 seconds',
  },
};
