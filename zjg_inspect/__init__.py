"""镇村工业集中区企业安全生产规范化管理核查: an offline-first program for safety inspectors and their office."""

__version__ = "0.1.0"
