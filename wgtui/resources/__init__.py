"""What API servers hold, as frozen structs with only the fields wgtui reads."""
