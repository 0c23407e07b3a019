// One line of a schedule of values, of a commitment, a prime contract or a change order.

export type SeededLine = {
  id: number;
  position: number;
  description: string;
  amount: string;
  cost_code_id: number;
  line_item_type_id: number;
  wbs_code_id: number;
  tax_code_id: number;
};
