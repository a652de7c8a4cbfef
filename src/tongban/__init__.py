"""通办：一个区县办政务服务的全部家当（the platform with which a district runs its government services)."""
