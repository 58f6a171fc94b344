"""The ground truth, and the lab that makes one."""
